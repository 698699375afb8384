namespace Coordinator.Contracts.Checking;

/// <summary>The answer to a <see cref="CheckTransaction" />.</summary>
/// <param name="Id">The transaction.</param>
/// <param name="Group">The group that was asked.</param>
/// <param name="Number">The number of the check that is answered.</param>
/// <param name="Verdict">What became of the local transaction.</param>
/// <param name="Detail">For people, at most 1,024 characters; the error where there was one. Default: none.</param>
internal sealed record CheckAnswer(
    TransactionId Id,
    ProducerGroup Group,
    int Number,
    CheckVerdict Verdict,
    string? Detail = null) : IFrameItem;
