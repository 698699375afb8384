using Coordinator.Contracts;

namespace Coordinator.Administration;

/// <summary>Converts names in URLs to ids. An invalid name is refused with the rule that it breaks.</summary>
internal static class Names
{
    public static TransactionId Transaction(string text) => Read(text, value => new TransactionId(value));

    public static Topic Topic(string text) => Read(text, value => new Topic(value));

    public static ProducerGroup Producers(string text) => Read(text, value => new ProducerGroup(value));

    public static ConsumerGroup Group(string text) => Read(text, value => new ConsumerGroup(value));

    /// <summary>Checks the id of a replay, which has the rules of the id of a transaction.</summary>
    public static string Replay(string text) => Read(text, value => Identifier.Require(value, "replay id", TransactionId.MaxLength));

    private static T Read<T>(string text, Func<string, T> read)
    {
        try
        {
            return read(text);
        }
        catch (ArgumentException broken)
        {
            // The framework appends the name of the parameter, which means nothing to the caller.
            throw RefusedRequest.Invalid(broken.Message.Split(" (Parameter")[0]);
        }
    }
}
