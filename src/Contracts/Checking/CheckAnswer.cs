namespace Coordinator.Contracts.Checking;

/// <summary>Answers a <see cref="CheckTransaction" />.</summary>
/// <param name="Id">The transaction.</param>
/// <param name="Group">The group that was asked.</param>
/// <param name="Number">The number of the check that is answered.</param>
/// <param name="Verdict">The state of the local transaction.</param>
/// <param name="Detail">Text for people, at most 1,024 characters, such as the error. Default: none.</param>
internal sealed record CheckAnswer(
    TransactionId Id,
    ProducerGroup Group,
    int Number,
    CheckVerdict Verdict,
    string? Detail = null) : IFrameItem;
