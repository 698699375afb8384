namespace OrderPayment.Orders;

/// <summary>Error in an order file. The message is for the person who named the file.</summary>
internal sealed class OrderFileException(string message, Exception? cause = null) : Exception(message, cause);
