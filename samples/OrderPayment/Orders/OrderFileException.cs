namespace OrderPayment.Orders;

/// <summary>The order file cannot be used; the message is for the person who named it.</summary>
internal sealed class OrderFileException(string message, Exception? cause = null) : Exception(message, cause);
