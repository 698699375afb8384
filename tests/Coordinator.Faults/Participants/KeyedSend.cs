using Coordinator.Harness.Histories;

namespace Coordinator.Faults.Participants;

/// <summary>Send under a business key.</summary>
/// <param name="Key">Business key.</param>
/// <param name="Form">Way in which it is sent.</param>
/// <param name="Messages">Messages, which are the same in each send.</param>
/// <param name="Conduct">Behaviour of the producer.</param>
internal sealed record KeyedSend(string Key, KeyedForm Form, IReadOnlyList<Sent> Messages, KeyedConduct Conduct)
{
    public KeyBegun Begun => new(Key, Form.ToString(), Messages);

    /// <summary>A send that an earlier one left unresolved.</summary>
    public static KeyedSend Repeat(KeyBegun begun) => new(begun.Key, Enum.Parse<KeyedForm>(begun.Form), begun.Messages, KeyedConduct.Plain);
}

/// <summary>Way of sending under a key.</summary>
internal enum KeyedForm
{
    /// <summary>The messages are known before, and compared by their digest.</summary>
    Known = 1,

    /// <summary>Entity Framework with a retrying execution strategy. The messages are made in the local transaction, with a number of the database.</summary>
    EntityFramework = 2,
}

/// <summary>Behaviour of a producer that sends under a key.</summary>
internal enum KeyedConduct
{
    /// <summary>Sends, and sends again after a failure.</summary>
    Plain = 1,

    /// <summary>Rolls the first local transaction back, like a declined card, and sends again.</summary>
    DeclinesFirst = 2,

    /// <summary>Throws from the first local transaction. The strategy of Entity Framework retries it within the send.</summary>
    FailsFirst = 3,

    /// <summary>Sends twice at once.</summary>
    Twice = 4,

    /// <summary>Rolls the first local transaction back, and leaves the rest to any process of the service.</summary>
    GivesUp = 5,
}
