namespace OrderPayment.Orders;

/// <summary>A row that is skipped.</summary>
/// <param name="Line">Its place in the file, counted from 1, the header included.</param>
/// <param name="Problem">What is wrong with it, for the author of the file.</param>
internal sealed record BadRow(int Line, string Problem);
