using Akka.Actor;
using Coordinator.Persistence;
using Coordinator.Persistence.GroupCommit;
using Coordinator.Testing;
using static Coordinator.Tests.Persistence.GroupCommit.JournalKit;
using JournalWrite = Coordinator.Persistence.GroupCommit.JournalWrite;

namespace Coordinator.Tests.Persistence.GroupCommit;

/// <summary>Tests the deletion of a persistence id's oldest events, on both engines.</summary>
[Trait("race", "38")]
public sealed class EventTrimmerSpec
{
    private const string Id = "q-orders.paid/0";

    [Fact]
    public Task Emptied_id_goes_on_at_its_number_on_Sqlite() => WithKit(StorageEngine.Sqlite, EmptiedGoesOn);

    [PostgresFact]
    public Task Emptied_id_goes_on_at_its_number_on_PostgreSQL() => WithKit(StorageEngine.PostgreSql, EmptiedGoesOn);

    [Fact]
    public Task Bound_is_never_lowered_on_Sqlite() => WithKit(StorageEngine.Sqlite, NeverLowered);

    [PostgresFact]
    public Task Bound_is_never_lowered_on_PostgreSQL() => WithKit(StorageEngine.PostgreSql, NeverLowered);

    [Fact]
    public Task Crash_between_steps_leaves_what_is_kept_on_Sqlite() => WithKit(StorageEngine.Sqlite, CrashBetweenSteps);

    [PostgresFact]
    public Task Crash_between_steps_leaves_what_is_kept_on_PostgreSQL() => WithKit(StorageEngine.PostgreSql, CrashBetweenSteps);

    [Fact]
    public Task Stale_writer_is_refused_below_the_bound_on_Sqlite() => WithKit(StorageEngine.Sqlite, StaleWriterIsRefused);

    [PostgresFact]
    public Task Stale_writer_is_refused_below_the_bound_on_PostgreSQL() => WithKit(StorageEngine.PostgreSql, StaleWriterIsRefused);

    [Fact]
    public Task Many_events_go_in_batches_on_Sqlite() => WithKit(StorageEngine.Sqlite, GoesInBatches);

    [PostgresFact]
    public Task Many_events_go_in_batches_on_PostgreSQL() => WithKit(StorageEngine.PostgreSql, GoesInBatches);

    private static async Task WithKit(StorageEngine engine, Func<JournalKit, Task> test)
    {
        var kit = await OpenAsync(engine, JournalKind.GroupCommit);
        try
        {
            await test(kit);
        }
        finally
        {
            await kit.CloseAsync();
        }
    }

    private static async Task EmptiedGoesOn(JournalKit kit)
    {
        var actor = Filled(kit, "d-shipping", 3);
        var trimmer = new EventTrimmer(GroupCommitQueues.Of(kit.Sys));

        Assert.Equal(new EventBounds(4, 3), await trimmer.RaiseAsync("d-shipping", long.MaxValue));
        Assert.Equal(3, await trimmer.DeleteAsync("d-shipping"));
        Assert.Equal(0, await trimmer.DeleteAsync("d-shipping"));

        Assert.Empty(kit.Restart("d-shipping", actor));
        kit.Start("d-shipping").Tell(Event(4), null);
        Assert.Equal(4, kit.Expect<Recorder.Stored>().SequenceNumber);
        Assert.Equal(new EventBounds(4, 4), await GroupCommitQueues.Of(kit.Sys).ReadBoundsAsync("d-shipping"));
    }

    private static async Task NeverLowered(JournalKit kit)
    {
        Filled(kit, Id, 5);
        var trimmer = new EventTrimmer(GroupCommitQueues.Of(kit.Sys));

        Assert.Equal(new EventBounds(1, 5), await trimmer.RaiseAsync(Id, 1));
        Assert.Equal(new EventBounds(4, 5), await trimmer.RaiseAsync(Id, 4));
        Assert.Equal(new EventBounds(4, 5), await trimmer.RaiseAsync(Id, 2));
        Assert.Equal(3, await trimmer.DeleteAsync(Id));
        Assert.Equal(new EventBounds(4, 5), await trimmer.RaiseAsync(Id, 4));
        Assert.Equal(new EventBounds(1, 0), await trimmer.RaiseAsync("q-empty/0", 9));
        Assert.Equal(0, await trimmer.DeleteAsync("q-empty/0"));
        await ExpectAsync(kit, 4, 5);
    }

    private static async Task CrashBetweenSteps(JournalKit kit)
    {
        var actor = Filled(kit, Id, 6);
        var journal = GroupCommitQueues.Of(kit.Sys);
        await new EventTrimmer(journal).RaiseAsync(Id, 5);

        // The process ends after each step, and nothing that is below the bound is recovered.
        Assert.Equal(Events(5, 6), kit.Restart(Id, actor));
        await journal.WriteAsync(new PrefixDelete(Id, 3));
        await ExpectAsync(kit, 4, 5, 6);
        actor = kit.Start(Id);
        actor.Tell(Event(7), null);
        Assert.Equal(7, kit.Expect<Recorder.Stored>().SequenceNumber);
        Assert.Equal(Events(5, 6, 7), kit.Restart(Id, actor));

        Assert.Equal(1, await new EventTrimmer(journal).DeleteAsync(Id));
        await ExpectAsync(kit, 5, 6, 7);
        Assert.Equal(new EventBounds(5, 7), await journal.ReadBoundsAsync(Id));
    }

    private static async Task StaleWriterIsRefused(JournalKit kit)
    {
        Filled(kit, Id, 6);
        var journal = GroupCommitQueues.Of(kit.Sys);
        var trimmer = new EventTrimmer(journal);
        await trimmer.RaiseAsync(Id, 7);
        await trimmer.DeleteAsync(Id);

        Assert.IsType<DuplicateEventException>(await WriteAsync(journal, ended => new JournalWrite([Row(Id, 3)], ended)));
        Assert.IsType<DuplicateEventException>(await WriteAsync(journal, ended => Log(3, null, ended)));
        Assert.IsType<DuplicateEventException>(await WriteAsync(journal, ended => Log(3, Row("t-new", 2), ended)));
        Assert.Equal(new EventBounds(1, 0), await journal.ReadBoundsAsync("t-new"));
        await ExpectAsync(kit);

        // The writer that knows the end goes on, and a companion that is deleted is refused like one that is stored.
        Filled(kit, "t-old", 2);
        await trimmer.RaiseAsync("t-old", 3);
        await trimmer.DeleteAsync("t-old");
        LogWrite? refused = null;
        Assert.Null(await WriteAsync(journal, ended => refused = Log(6, Row("t-old", 2), ended)));
        Assert.True(refused!.IsRefusedWhole);
        Assert.Null(await WriteAsync(journal, ended => Log(6, Row("t-new", 2), ended)));
        await ExpectAsync(kit, 7);
    }

    private static async Task GoesInBatches(JournalKit kit)
    {
        var journal = GroupCommitQueues.Of(kit.Sys);
        var events = Enumerable.Range(1, (2 * EventTrimmer.Batch) + 10).Select(number => Row(Id, number)).ToList();
        Assert.Null(await WriteAsync(journal, ended => new JournalWrite(events, ended)));
        var trimmer = new EventTrimmer(journal);

        await trimmer.RaiseAsync(Id, events.Count);

        Assert.Equal(events.Count - 1, await trimmer.DeleteAsync(Id));
        await ExpectAsync(kit, events.Count);
    }

    private static IActorRef Filled(JournalKit kit, string id, int events)
    {
        var actor = kit.Start(id);
        foreach (var number in Enumerable.Range(1, events))
        {
            actor.Tell(Event(number), null);
            kit.Expect<Recorder.Stored>();
        }

        return actor;
    }

    private static LogWrite Log(long after, StoredEvent? companion, Action<Exception?> ended) =>
        new(Id, after, [new LogAppend([Row(Id, 0)], companion)], (_, cause) => ended(cause));

    private static StoredEvent Row(string id, long number) => new(id, number, Created: 1, [1], "ta", Serializer: 1, WriterUuid: "");

    /// <summary>Writes, and returns the error; <c>null</c> when there is none.</summary>
    private static async Task<Exception?> WriteAsync(GroupCommitQueues journal, Func<Action<Exception?>, EventWrite> make)
    {
        var ended = new TaskCompletionSource<Exception?>(TaskCreationOptions.RunContinuationsAsynchronously);
        journal.Write(make(ended.SetResult));
        return await ended.Task.WaitAsync(Patience);
    }

    /// <summary>Expects that the journal has these events, whether or not they are below the bound.</summary>
    private static async Task ExpectAsync(JournalKit kit, params long[] numbers)
    {
        var rows = await GroupCommitQueues.Of(kit.Sys).ReadEventsAsync(Id, 1, long.MaxValue);
        Assert.Equal(numbers, rows.Select(row => row.SequenceNumber));
    }
}
