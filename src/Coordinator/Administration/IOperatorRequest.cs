namespace Coordinator.Administration;

/// <summary>Who asks for a change, and why: both are kept, so neither may be missing.</summary>
internal interface IOperatorRequest
{
    string? Who { get; }

    string? Why { get; }
}
