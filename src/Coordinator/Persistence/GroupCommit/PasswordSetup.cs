using Akka.Actor.Setup;

namespace Coordinator.Persistence.GroupCommit;

/// <summary>Hands the password of PostgreSQL to the journal, because the configuration of Akka cannot follow one that changes.</summary>
/// <param name="current">Returns the password that is in force now; <c>null</c> when there is none. SQLite never asks.</param>
internal sealed class PasswordSetup(Func<string?> current) : Setup
{
    public Func<string?> Current => current;
}
