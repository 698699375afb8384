using Coordinator.Contracts;
using Coordinator.Contracts.Sessions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Coordinator.Participants.Common;

/// <summary>Options of a participant. They are validated when the host starts. An error names each wrong value and its range.</summary>
public sealed class CoordinatorParticipantOptions
{
    /// <summary>
    /// Name of the configuration section for a participant, by convention. The server reads the section <c>Coordinator</c>, so one
    /// <c>appsettings.json</c> can hold both.
    /// </summary>
    public const string SectionName = "CoordinatorParticipant";

    /// <summary>
    /// Addresses of coordinator nodes, as <c>host:port</c>. One that answers is enough, because it names the others.
    /// Default (<c>null</c>): <c>127.0.0.1:4053</c>.
    /// </summary>
    /// <remarks>The default is not a list, because the binder would add the addresses of a configuration file to it.</remarks>
    public IReadOnlyList<string>? ContactPoints { get; set; }

    /// <summary>
    /// Name that all instances of this service share as producers, see <see cref="Contracts.ProducerGroup" />. Any live instance must be
    /// able to answer the checks of all. Default (<c>null</c>): this service only consumes.
    /// </summary>
    public string? ProducerGroup { get; set; }

    /// <summary>
    /// Name of this process, unique among all participants, see <see cref="InstanceId" />. When another process opens a session under
    /// the same name, the session of this process ends. Default (<c>null</c>): machine name, process id and a random part.
    /// </summary>
    public string? Instance { get; set; }

    /// <summary>
    /// Name and secret of this service, for a coordinator that requires them. The secret is never sent. Each side proves that it knows it,
    /// and a node that does not gets nothing. Default: none.
    /// </summary>
    public Credentials? Credentials { get; set; }

    /// <summary>
    /// Path of a file with name and secret in one line, <c>name:secret</c>, instead of <see cref="Credentials" />. It is read again when
    /// it has changed, so credentials are replaced without a restart. Default (<c>null</c>): none.
    /// </summary>
    public string? CredentialsFile { get; set; }

    /// <summary>
    /// Settings of mutual TLS, which encrypts and authenticates the connection. Default (<c>null</c>): plain TCP, for loopback only.
    /// </summary>
    public ParticipantTlsOptions? Tls { get; set; }

    /// <summary>
    /// Time that a prepare, commit or rollback may wait for its reply, across reconnects and busy replies, 100 milliseconds to
    /// 10 minutes. Default: 10 seconds.
    /// </summary>
    public TimeSpan CommandTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Time without a session after which a prepare, commit or rollback fails at once, 0 to 10 minutes. It counts from the loss of the session
    /// or the start of the participant. A command that was sent already keeps <see cref="CommandTimeout" />. Default: 3 seconds.
    /// </summary>
    public TimeSpan WaitForSession { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>
    /// Time that a prepare may take at the end of a local transaction that has published messages, 50 milliseconds to 1 minute, and no longer than
    /// <see cref="CommandTimeout" />. Locks and a connection are held meanwhile. After it the local transaction is rolled back. Default: 2 seconds.
    /// </summary>
    public TimeSpan PrepareTimeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Behaviour of a send with a local database transaction when the coordinator does not take its messages in time. Default: <see
    /// cref="WhenUnavailable.Fail" />. All instances of a service must have the same value, or messages of one ordering key may overtake stored ones.
    /// </summary>
    public WhenUnavailable WhenUnavailable { get; set; } = WhenUnavailable.Fail;

    /// <summary>
    /// Most commands that may wait for their replies at the same time, 1 to 1,000,000. More are refused at once. Default: 8,192.
    /// </summary>
    public int MaxInFlightCommands { get; set; } = 8_192;

    /// <summary>
    /// Time that a contact point may take to open a session before the next one is tried, 100 milliseconds to 1 minute. Default:
    /// 3 seconds.
    /// </summary>
    public TimeSpan OpenTimeout { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>
    /// Wait after all contact points failed once, 10 milliseconds to <see cref="ReconnectMaxBackoff" />. It doubles, with jitter, each
    /// time that all fail again. Default: 100 milliseconds.
    /// </summary>
    public TimeSpan ReconnectMinBackoff { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// Longest wait after all contact points failed, at most 5 minutes. Some failures need a change of settings, such as wrong
    /// credentials or an <see cref="Instance" /> that another process uses. After them the waits grow from a second to a minute.
    /// Default: 500 milliseconds.
    /// </summary>
    public TimeSpan ReconnectMaxBackoff { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// Time that a checker may take before the check counts as failed, 100 milliseconds to 5 minutes. Default: 4 seconds.
    /// </summary>
    public TimeSpan CheckTimeout { get; set; } = TimeSpan.FromSeconds(4);

    /// <summary>Most checks that are answered at the same time, 1 to 1,024. Others wait. Default: 16.</summary>
    public int CheckConcurrency { get; set; } = 16;

    /// <summary>
    /// Time between two purges of the outcome store, at most 1 day, and zero for none. A purge deletes the outcomes of transactions that are
    /// decided for ever, as the coordinator tells. Default: 1 minute.
    /// </summary>
    public TimeSpan PurgeInterval { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Time for which an outcome stays in the store, by the clock of its database, 0 to 10,000 days. It stays longer while the coordinator may
    /// ask for it. Default: 7 days, so that a caller who repeats a send under its id learns for a week what became of it.
    /// </summary>
    public TimeSpan KeepAtLeast { get; set; } = TimeSpan.FromDays(7);

    /// <summary>
    /// Time for which the outcome store keeps the messages of a committed local transaction, up to 365 days, and zero for not at all. When the
    /// coordinator is restored from a backup, it gets those again that it has forgotten. Keep them for longer than the time between two backups.
    /// Default: 1 day.
    /// </summary>
    public TimeSpan KeepMessages { get; set; } = TimeSpan.FromDays(1);

    /// <summary>
    /// Time for which the outcome store remembers the key of a committed send, by the clock of its database, 1 day to 10,000 days. After it the
    /// key is free again. Default (<c>null</c>): for ever.
    /// </summary>
    public TimeSpan? KeepKeys { get; set; }

    /// <summary>
    /// Time that a stop waits for running handlers and then for unanswered commands, together, 0 to 10 minutes. Handlers that do not obey
    /// their cancellation after it are left alone. The host's own shutdown timeout applies too. Default: 10 seconds.
    /// </summary>
    public TimeSpan StopTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Reads options from a section of the configuration, such as <see cref="SectionName" />. Other options keep their values.</summary>
    /// <param name="section">The section. Its keys are the names of the properties, and durations are written as <c>00:00:10</c>.</param>
    /// <exception cref="OptionsValidationException">
    /// Values cannot be read. The error names the key, the value and the allowed values of each.
    /// </exception>
    public void ReadFrom(IConfiguration section) => ConfigurationReader.Read(section, this);

    internal IReadOnlyList<string> EffectiveContactPoints => ContactPoints ?? [$"127.0.0.1:{SessionListenerAddress.DefaultPort}"];

    /// <summary>Describes each wrong value: its key, its value and its range.</summary>
    public IEnumerable<string> Problems() => ParticipantOptionsRules.Problems(this);
}
