using Coordinator.Faults.Participants;
using Coordinator.Faults.Processes;
using Coordinator.Harness.Histories;

namespace Coordinator.Faults.Running;

/// <summary>Collects the histories of participants and the contents of their databases.</summary>
internal static class Evidence
{
    private const string Outcomes = "SELECT transaction_id, outcome FROM coordinator_outcomes";
    private const string Effects = $"SELECT consumer_group, message_id FROM {ConsumerProcess.EffectsTable}";

    public static async Task<RunHistory> GatherAsync(RunEnvironment run)
    {
        // Read the databases first: an effect that is found there is in the histories by the time these are read, or in the
        // next round.
        var postgres = run.Databases.ServicesBySocket;
        var effects = new List<Effect>();
        foreach (var database in RunParticipants.ConsumersDatabases(run.Directory, postgres))
            effects.AddRange((await database.ReadAsync(Effects)).Select(row => new Effect(row.Item1, row.Item2)));
        var local = new Dictionary<string, Verdict>();
        foreach (var database in RunParticipants.ProducersDatabases(run.Directory, postgres))
        {
            foreach (var (id, outcome) in await database.ReadAsync(Outcomes))
                local[id] = outcome == "committed" ? Verdict.Committed : Verdict.RolledBack;
        }

        return new RunHistory(HistoryFormat.ReadAll(run.Directory.Histories), local, effects, RunParticipants.Groups, NodeSettings.Limits);
    }
}
