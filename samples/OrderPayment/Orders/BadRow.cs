namespace OrderPayment.Orders;

/// <summary>Row of an order file that is skipped.</summary>
/// <param name="Line">Line of the file, counted from 1, the header included.</param>
/// <param name="Problem">Error in the row, for the author of the file.</param>
internal sealed record BadRow(int Line, string Problem);
