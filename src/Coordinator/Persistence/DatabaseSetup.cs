using Akka.Actor.Setup;

namespace Coordinator.Persistence;

/// <summary>Hands the database to the journal, because the configuration of Akka cannot follow a password that changes.</summary>
internal sealed class DatabaseSetup(Database database) : Setup
{
    public Database Database => database;
}
