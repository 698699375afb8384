using System.Globalization;
using Coordinator.Harness.Histories;
using Coordinator.Participants.Consuming;

namespace Coordinator.Faults.Participants;

/// <summary>Trouble that a message makes for its handlers. It travels in the properties of the message.</summary>
/// <param name="Fails">Number of first deliveries that handlers decline.</param>
/// <param name="Kills">True when the first handler of each group ends its process.</param>
internal sealed record Trouble(int Fails, bool Kills)
{
    private const string FailsProperty = "fails";
    private const string KillsProperty = "kills";

    public static Trouble Of(ReceivedMessage message) => new(
        message.Properties.TryGetValue(FailsProperty, out var fails) ? int.Parse(fails, CultureInfo.InvariantCulture) : 0,
        message.Properties.ContainsKey(KillsProperty));

    public static IReadOnlyDictionary<string, string> PropertiesOf(Sent sent)
    {
        var properties = new Dictionary<string, string>();
        if (sent.Fails > 0)
            properties.Add(FailsProperty, sent.Fails.ToString(CultureInfo.InvariantCulture));
        if (sent.Kills)
            properties.Add(KillsProperty, "");
        return properties;
    }
}
