namespace Coordinator.EndToEnd.Tests.Participants;

/// <summary>Time of one call: prepare, local transaction and commit.</summary>
/// <param name="Call">Key and number.</param>
/// <param name="Time">Time that it took.</param>
/// <param name="Ended">Time of day at its end.</param>
internal sealed record CallTime(string Call, TimeSpan Time, DateTimeOffset Ended);
