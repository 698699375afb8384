namespace Coordinator.Administration;

/// <summary>Request for a change, with its author and reason. Both are required, because both are recorded.</summary>
internal interface IOperatorRequest
{
    string? Who { get; }

    string? Why { get; }
}
