using Coordinator.Faults.Participants;
using Coordinator.Faults.Processes;
using Coordinator.Faults.Reporting;
using Coordinator.Harness.Histories;

namespace Coordinator.Faults.Running;

/// <summary>Collects the histories of participants and the contents of their databases.</summary>
internal static class Evidence
{
    private const string Effects = $"SELECT consumer_group, message_id FROM {ConsumerProcess.EffectsTable}";

    public static async Task<RunHistory> GatherAsync(RunEnvironment run)
    {
        // Read the databases first: an effect that is found there is in the histories by the time these are read, or in the
        // next round.
        var effects = new List<Effect>();
        foreach (var database in RunParticipants.ConsumersDatabases(run.Directory, run.Databases))
            effects.AddRange((await database.ReadAsync(Effects)).Select(row => new Effect(row.Item1, row.Item2)));
        var written = new List<WrittenOutcome>();
        var changes = new List<KeyedChange>();
        foreach (var database in RunParticipants.ProducersDatabases(run.Directory, run.Databases))
        {
            written.AddRange((await database.ReadAsync(OutcomeEvidence.Select)).Select(row => new WrittenOutcome(
                row.Item1, row.Item2 == "committed" ? Verdict.Committed : Verdict.RolledBack)));
            changes.AddRange((await database.ReadAsync(KeyedChanges.Select)).Select(row => new KeyedChange(row.Item1, row.Item2)));
        }

        // The first outcome stands, and a rule says so.
        var local = written.DistinctBy(outcome => outcome.Id).ToDictionary(outcome => outcome.Id, outcome => outcome.Verdict);
        return new RunHistory(HistoryFormat.ReadAll(run.Directory.Histories), local, effects, RunParticipants.Groups, NodeSettings.Limits)
        {
            Written = written,
            Changes = changes,
        };
    }

    /// <summary>Counts what was deleted in the run, by the word of the coordinator and in the databases of the participants.</summary>
    public static async Task<RetentionFigures> PurgedAsync(RunEnvironment run, RunHistory history)
    {
        var (outcomes, inbox) = (0L, 0L);
        // An outcome has one row of evidence, and an effect one row of the inbox, each written with the other.
        foreach (var database in RunParticipants.ProducersDatabases(run.Directory, run.Databases))
            outcomes += await database.CountAsync(OutcomeEvidence.Count) - await database.CountAsync("SELECT count(*) FROM coordinator_outcomes");
        foreach (var database in RunParticipants.ConsumersDatabases(run.Directory, run.Databases))
            inbox += await database.CountAsync($"SELECT count(*) FROM {ConsumerProcess.EffectsTable}") - await database.CountAsync("SELECT count(*) FROM coordinator_inbox");
        return new RetentionFigures(RetentionFigures.Sum(history), outcomes, inbox);
    }
}
