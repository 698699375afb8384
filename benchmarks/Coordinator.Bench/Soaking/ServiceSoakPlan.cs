using System.Globalization;
using Coordinator.Bench.Databases;
using Coordinator.Bench.Processes;

namespace Coordinator.Bench.Soaking;

/// <summary>Plan of a long run of services whose finished work is deleted, while processes are killed and groups are rewound.</summary>
internal sealed record ServiceSoakPlan
{
    /// <summary>Settings with which what a kill leaves open is checked soon, and the transaction without an outcome is parked within seconds.</summary>
    public static readonly IReadOnlyList<string> Standard =
    [
        "transactionTimeout=2s", "transactionCheckInterval=1s", "transactionCheckMaxInterval=2s", "transactionCheckMax=5",
        "sweepInterval=5s", "delivery.boundInterval=2s",
    ];

    /// <summary>Gets the kind of the coordinator's database, and of those of the services.</summary>
    public required StorageKind Storage { get; init; }

    /// <summary>Gets the number of consumer groups, each with a database of its own.</summary>
    public int Groups { get; init; } = 2;

    public int Queues { get; init; } = 4;

    public int InFlight { get; init; } = 16;

    /// <summary>Gets the number of transactions that the service begins each second.</summary>
    public required double Rate { get; init; }

    /// <summary>Gets the time before the measured time. Coordinator and services fill up to their retention in it.</summary>
    public required TimeSpan WarmUp { get; init; }

    public required TimeSpan Length { get; init; }

    /// <summary>Gets the time after which everything finished is deleted, by the coordinator and by the services.</summary>
    public required TimeSpan Retention { get; init; }

    /// <summary>Gets the number that decides which groups, queues and offsets the disturbances meet.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Gets the number of parts of equal length into which the table cuts the run. Three of them are a third.</summary>
    public int Slices { get; init; } = 9;

    /// <summary>Gets the coordinator and its settings.</summary>
    public required CoordinatorSettings Coordinator { get; init; }

    public string Title => string.Create(
        CultureInfo.InvariantCulture, $"{Storage}, {Rate:0.##}/s, {Groups} groups, retention of {Retention.TotalSeconds:0.##} s");

    /// <summary>Gets the coordinator options for the retention and the topic.</summary>
    public IReadOnlyDictionary<string, string> Options => new Dictionary<string, string>
    {
        ["retention.transactions"] = Text(Retention),
        ["retention.messages"] = Text(Retention),
        ["retention.interval"] = "1s",
        ["topics.queuesPerTopic"] = Queues.ToString(CultureInfo.InvariantCulture),
    };

    private static string Text(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:0}ms");
}
