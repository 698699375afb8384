namespace Coordinator.Contracts.Logging;

/// <summary>Marks exceptions of this product that are an <see cref="ExpectedFailure" />.</summary>
#pragma warning disable CA1040 // It is implemented by public exceptions, which an internal attribute would not mark more clearly.
internal interface IExpectedFailure;
#pragma warning restore CA1040
