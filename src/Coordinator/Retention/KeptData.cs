namespace Coordinator.Retention;

/// <summary>Data that is past its retention and kept all the same.</summary>
/// <param name="Subject">What is kept, such as <c>queue orders/3</c> or <c>transactions</c>.</param>
/// <param name="Reason">Reason in words, such as <c>group shipping has not read offset 17</c>.</param>
/// <param name="Rows">Number of rows; <c>null</c> when it is not counted.</param>
internal sealed record KeptData(string Subject, string Reason, long? Rows);
