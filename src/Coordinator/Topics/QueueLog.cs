namespace Coordinator.Topics;

internal static class QueueLog
{
    public static readonly TimeSpan LongPoll = TimeSpan.FromSeconds(20);
}
