using System.Collections.Immutable;
using System.Globalization;
using Akka.Actor;
using Akka.Configuration;
using Akka.Persistence;
using Akka.Persistence.Journal;
using Akka.Serialization;

namespace Coordinator.Testing;

/// <summary>
/// In-memory journal that fails on command (<see cref="JournalFaults" />). Like the real one it writes bytes, with the
/// serializers of the system, and refuses a sequence number that is taken.
/// </summary>
public sealed class FaultyJournal : MemoryJournal
{
    private readonly JournalFaults _faults = JournalFaults.Of(Context.System);
    private readonly Dictionary<string, long> _highest = new(StringComparer.Ordinal);
    private readonly Serialization _serialization = Context.System.Serialization;

    /// <summary>
    /// Gets the settings that make it the default journal of a system. A test injects more failures than any circuit breaker
    /// tolerates.
    /// </summary>
    public static Config Config { get; } = ConfigurationFactory.ParseString($$"""
        akka.persistence.journal.plugin = "akka.persistence.journal.faulty"
        akka.persistence.journal.faulty {
          class = "{{typeof(FaultyJournal).FullName}}, {{typeof(FaultyJournal).Assembly.GetName().Name}}"
          plugin-dispatcher = "akka.actor.default-dispatcher"
          circuit-breaker { max-failures = 1000000, call-timeout = 1h, reset-timeout = 1s }
          # A test puts its clock forward while a recovery may be under way, which is not late by that.
          recovery-event-timeout = 1h
        }
        """);

    protected override bool AroundReceive(Receive receive, object message)
    {
        switch (message)
        {
            // Hold the write before the base class assigns its number, so that the writes of others overtake it.
            case WriteMessages write when _faults.TakeHeldWrite(WritesOf(write)) is { } held:
                Resume(held, message);
                return true;
            case ReplayMessages replay when _faults.TakeHeldRecovery(replay.PersistenceId) is { } held:
                Resume(held, message);
                return true;
            case ReplayMessages replay when _faults.TakeFailedRecovery(replay.PersistenceId) is { } failure:
                replay.PersistentActor.Tell(new ReplayMessagesFailure(failure));
                return true;
            default:
                return base.AroundReceive(receive, message);
        }
    }

    protected override async Task<IImmutableList<Exception>> WriteMessagesAsync(
        IEnumerable<AtomicWrite> messages,
        CancellationToken cancellationToken)
    {
        var writes = messages.Select(RoundTrip).ToList();
        var events = writes.SelectMany(EventsOf).ToList();
        if (events.Find(written => _highest.GetValueOrDefault(written.PersistenceId) >= written.SequenceNr) is { } taken)
            throw new JournalFaultException($"{taken.PersistenceId} already has an event {taken.SequenceNr}");
        switch (_faults.TakeFault(events))
        {
            case JournalFault.Reject:
                return writes.Select(Exception (_) => new JournalFaultException("rejected on command")).ToImmutableList();
            case JournalFault.Fail:
                throw new JournalFaultException("failed on command");
            case JournalFault.Lose:
                await WriteAsync(writes, events, cancellationToken);
                throw new JournalFaultException("written, and reported as failed on command");
            default:
                return await WriteAsync(writes, events, cancellationToken);
        }
    }

    private Task<IImmutableList<Exception>> WriteAsync(
        List<AtomicWrite> writes,
        List<JournalWrite> events,
        CancellationToken cancellationToken)
    {
        foreach (var written in events)
            _highest[written.PersistenceId] = written.SequenceNr;
        _faults.Record(events);
        return _faults.WriteTime == TimeSpan.Zero
            ? base.WriteMessagesAsync(writes, cancellationToken)
            : WriteSlowlyAsync(base.WriteMessagesAsync(writes, cancellationToken), cancellationToken);
    }

    private async Task<IImmutableList<Exception>> WriteSlowlyAsync(Task<IImmutableList<Exception>> written, CancellationToken cancellationToken)
    {
        var failures = await written;
        await Task.Delay(_faults.WriteTime, cancellationToken);
        return failures;
    }

    private void Resume(HeldRequest held, object message)
    {
        var (self, sender) = (Self, Sender);
        held.Arrive(() => self.Tell(message, sender));
    }

    private AtomicWrite RoundTrip(AtomicWrite write) => new(((IEnumerable<IPersistentRepresentation>)write.Payload)
        .Select(item => item.WithPayload(RoundTrip(item.Payload)))
        .ToImmutableList());

    private object RoundTrip(object payload)
    {
        var serializer = _serialization.FindSerializerFor(payload);
        var manifest = serializer is SerializerWithStringManifest named ? named.Manifest(payload) : payload.GetType().AssemblyQualifiedName!;
        return _serialization.Deserialize(serializer.ToBinary(payload), serializer.Identifier, manifest);
    }

    private static List<JournalWrite> WritesOf(WriteMessages write) =>
        write.Messages.OfType<AtomicWrite>().SelectMany(EventsOf).ToList();

    private static IEnumerable<JournalWrite> EventsOf(AtomicWrite write) => ((IEnumerable<IPersistentRepresentation>)write.Payload)
        .Select(item => new JournalWrite(item.PersistenceId, item.SequenceNr, item.Payload));
}

/// <summary>Event on its way into the journal.</summary>
public sealed record JournalWrite(string PersistenceId, long SequenceNr, object Event)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{PersistenceId}#{SequenceNr} {Event}");
}

/// <summary>Exception that a <see cref="FaultyJournal" /> throws on command.</summary>
public sealed class JournalFaultException(string message) : Exception(message);
