// NServiceBus tells events by this interface. Not counted.
namespace Shop;

public sealed partial record OrderPaid : IEvent;
