using System.Globalization;
using Coordinator.Contracts;
using Coordinator.Contracts.Messages;
using Coordinator.Harness.Histories;

namespace Coordinator.Faults.Participants;

/// <summary>
/// Draws what services do with their transactions: mostly the right thing, and every case that a check exists for.
/// </summary>
internal sealed class Workload(string name, Random random)
{
    public const string Topic = "faults.orders";
    private const int Keys = 24;

    private int _number;

    public Attempt Next()
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"{name}.{_number++}");
        var messages = Enumerable.Range(0, random.Next(1, 4)).Select(index => new Sent(
            // One message in eight has no key, and goes to the shortest queue.
            random.Next(8) == 0 ? null : string.Create(CultureInfo.InvariantCulture, $"customer-{random.Next(Keys)}"),
            string.Create(CultureInfo.InvariantCulture, $"{id}/{index} says {random.Next()}")));
        return new Attempt(id, Draw(random.Next(100)), [.. messages]);
    }

    private static Conduct Draw(int percent) => percent switch
    {
        < 60 => Conduct.Commit,
        < 70 => Conduct.RollBack,
        < 78 => Conduct.SilentAfterCommit,
        < 82 => Conduct.SilentAfterPrepare,
        < 86 => Conduct.Slow,
        < 92 => Conduct.Late,
        _ => Conduct.Repeat,
    };
}

/// <summary>Transaction to be run.</summary>
internal sealed record Attempt(string Id, Conduct Conduct, IReadOnlyList<Sent> Messages)
{
    public TransactionId Transaction => new(Id);

    public IReadOnlyList<Message> ToSend => [.. Messages.Select(message => new Message
    {
        Topic = new Topic(Workload.Topic),
        OrderingKey = message.Key,
        Body = System.Text.Encoding.UTF8.GetBytes(message.Body),
    })];
}

/// <summary>Behaviour of a producer in one transaction.</summary>
internal enum Conduct
{
    /// <summary>Prepares, commits its database and sends the commit.</summary>
    Commit = 1,

    /// <summary>Prepares and rolls its local transaction back.</summary>
    RollBack = 2,

    /// <summary>Commits its database and never sends the commit.</summary>
    SilentAfterCommit = 3,

    /// <summary>Prepares and sends nothing more.</summary>
    SilentAfterPrepare = 4,

    /// <summary>Holds its local transaction open until after the first check.</summary>
    Slow = 5,

    /// <summary>Begins its local transaction after the first check.</summary>
    Late = 6,

    /// <summary>Repeats its decision, and then sends the opposite one.</summary>
    Repeat = 7,
}
