using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Coordinator.Contracts;
using Coordinator.Participants.Common;

namespace Coordinator.Participants.Producing;

internal static class ProducerMetrics
{
    public static readonly Counter<long> OutcomesPurged = ParticipantMeter.Instance.CreateCounter<long>(
        "coordinator.participant.outcomes.purged",
        description: "Outcomes of final transactions that were deleted from the service's database");

    public static readonly Counter<long> KeysPurged = ParticipantMeter.Instance.CreateCounter<long>(
        "coordinator.participant.keys.purged",
        description: "Keys of committed sends that were forgotten, because KeepKeys was over");

    public static readonly Counter<long> MessagesPurged = ParticipantMeter.Instance.CreateCounter<long>(
        "coordinator.participant.messages.purged",
        description: "Transactions whose kept messages were deleted from the service's database, because they were old enough");

    private static readonly Counter<long> HandOvers = ParticipantMeter.Instance.CreateCounter<long>(
        "coordinator.participant.hand_overs",
        description: "Transactions whose kept or stored messages were handed over, by answer");

    private static readonly ConcurrentDictionary<string, long> RefusedOfGroups = [];

    private static readonly ConcurrentDictionary<string, long> KeysOfGroups = [];

    private static readonly ConcurrentDictionary<string, long> StoredOfGroups = [];

    private static readonly Counter<long> Sends = ParticipantMeter.Instance.CreateCounter<long>(
        "coordinator.participant.sends",
        description: "Transactional sends that ended, by result");

    static ProducerMetrics()
    {
        Gauge(
            "coordinator.participant.hand_overs.refused",
            RefusedOfGroups,
            "Transactions whose messages the coordinator refused when they were handed over, and that nobody has dealt with");
        Gauge(
            "coordinator.participant.keys",
            KeysOfGroups,
            "Keys of committed sends that the service's database remembers, as counted within the last hour");
        Gauge(
            "coordinator.participant.stored",
            StoredOfGroups,
            "Transactions whose messages are stored in the service's database and wait for their hand-over, as of the last one");
    }

    public static void HandedOver(bool isTaken) => HandOvers.Add(1, new KeyValuePair<string, object?>("answer", isTaken ? "taken" : "refused"));

    /// <summary>Sets the number of transactions whose messages were refused.</summary>
    public static void Refused(ProducerGroup group, long count) => RefusedOfGroups[group.Value] = count;

    /// <summary>Sets the number of keys that the database remembers.</summary>
    public static void Keys(ProducerGroup group, long count) => KeysOfGroups[group.Value] = count;

    /// <summary>Sets the number of transactions whose messages wait for their hand-over.</summary>
    public static void Stored(ProducerGroup group, long count) => StoredOfGroups[group.Value] = count;

    public static void Count(string how) => Sends.Add(1, new KeyValuePair<string, object?>("how", how));

    private static void Gauge(string name, ConcurrentDictionary<string, long> values, string description) => ParticipantMeter.Instance.CreateObservableGauge(
        name,
        () => values.Select(value => new Measurement<long>(value.Value, new KeyValuePair<string, object?>("group", value.Key))),
        description: description);
}
