using System.Globalization;
using Coordinator.Contracts;
using Coordinator.Contracts.Messages;
using Coordinator.Harness.Histories;
using Coordinator.Participants.Fence;

namespace Coordinator.Faults.Participants;

/// <summary>
/// Draws what services do with their transactions: mostly the right thing, and every case that a check exists for. Now and then some
/// transactions of one key follow each other at once. One key is hot, some messages are delayed, and some fail before they are handled.
/// </summary>
internal sealed class Workload(Ids ids, Random random)
{
    public const string Topic = "faults.orders";
    private const int Keys = 24;
    private const string HotKey = "customer-hot";
    private const int LongestDelayMs = 20_000;
    private const int SeriesLength = 4;

    // A fifth of the sends without Entity Framework, and a fifth with it.
    private const int KeyedPercent = 40;

    private int _leftInSeries;
    private string? _keyOfSeries;

    /// <summary>Draws a send under a business key; <c>null</c>: the next transaction has none, which <see cref="Next" /> draws.</summary>
    /// <param name="dialect">Database of the service.</param>
    public KeyedSend? NextKeyed(SqlDialect dialect)
    {
        if (IsInSeries)
            return null;
        // SQLite has one writer, which a send with Entity Framework keeps waiting during its Prepare.
        var known = dialect == SqlDialect.Sqlite ? 25 : 20;
        var draw = random.Next(100);
        if (draw >= KeyedPercent)
            return null;
        var name = ids.Next().Name;
        var form = draw < known ? KeyedForm.Known : KeyedForm.EntityFramework;
        return new KeyedSend($"{form} {name}", form, Messages(name), DrawKeyed(random.Next(100)));
    }

    /// <summary>True when the next transaction follows the one before at once.</summary>
    public bool IsInSeries => _leftInSeries > 0;

    public Attempt Next()
    {
        var (id, name) = ids.Next();
        if (!IsInSeries && random.Next(8) == 0)
            (_leftInSeries, _keyOfSeries) = (SeriesLength, Key());
        return IsInSeries ? NextOfSeries(id, name) : Any(id, name);
    }

    /// <summary>Draws a commit of the key that the ones before had, so that their order shows. One in two has a message of another key.</summary>
    private Attempt NextOfSeries(string id, string name)
    {
        _leftInSeries--;
        var first = Message(name, 0, _keyOfSeries);
        return new Attempt(id, name, Conduct.Commit, random.Next(2) == 0 ? [first] : [first, Message(name, 1, Key())]);
    }

    private Attempt Any(string id, string name) => new(id, name, Draw(random.Next(100)), Messages(name));

    private Sent[] Messages(string name)
    {
        // One message in eight has no key, and goes to the shortest queue.
        var messages = Enumerable.Range(0, random.Next(1, 4)).Select(index => Trouble(Message(name, index, random.Next(8) == 0 ? null : Key())));
        return [.. messages];
    }

    private Sent Trouble(Sent message) => random.Next(100) switch
    {
        < 3 => message with { DelayMs = random.Next(1_000, LongestDelayMs) },
        < 5 => message with { Fails = random.Next(1, 3) },
        _ => message,
    };

    private string Key() => random.Next(8) == 0 ? HotKey : string.Create(CultureInfo.InvariantCulture, $"customer-{random.Next(Keys)}");

    private Sent Message(string name, int index, string? key) =>
        new(key, string.Create(CultureInfo.InvariantCulture, $"{name}/{index} says {random.Next()}"));

    public static Message MessageOf(Sent sent) => new()
    {
        Topic = new Topic(Topic),
        OrderingKey = sent.Key,
        Body = System.Text.Encoding.UTF8.GetBytes(sent.Body),
        Delay = TimeSpan.FromMilliseconds(sent.DelayMs),
        Properties = Participants.Trouble.PropertiesOf(sent),
    };

    private static KeyedConduct DrawKeyed(int percent) => percent switch
    {
        < 40 => KeyedConduct.Plain,
        < 55 => KeyedConduct.DeclinesFirst,
        < 70 => KeyedConduct.FailsFirst,
        < 85 => KeyedConduct.Twice,
        _ => KeyedConduct.GivesUp,
    };

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
internal sealed record Attempt(string Id, string Name, Conduct Conduct, IReadOnlyList<Sent> Messages)
{
    public TransactionId Transaction => new(Id);

    public IReadOnlyList<Message> ToSend => [.. Messages.Select(Workload.MessageOf)];
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
