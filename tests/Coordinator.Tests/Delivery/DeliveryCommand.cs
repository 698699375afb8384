namespace Coordinator.Tests.Delivery;

/// <summary>Step of a random run.</summary>
/// <param name="Text">Description in the report of a failure.</param>
/// <param name="Run">Action on the model.</param>
internal sealed record DeliveryCommand(string Text, Action<DeliveryModel> Run);
