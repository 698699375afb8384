namespace Coordinator.Hosting.Options;

/// <summary>Commands of the server's command line.</summary>
internal enum NodeCommand
{
    /// <summary>Runs a node. The default.</summary>
    Run = 1,

    /// <summary>Prints all options.</summary>
    Help = 2,

    /// <summary>Prints the version.</summary>
    Version = 3,

    /// <summary>The command <c>schema</c> without a subcommand, which is an error.</summary>
    Schema = 4,

    /// <summary>Creates or upgrades the tables.</summary>
    SchemaApply = 5,

    /// <summary>Prints the SQL that creates the tables in PostgreSQL.</summary>
    SchemaPrint = 6,

    /// <summary>The command <c>secret</c> without a subcommand, which is an error.</summary>
    Secret = 7,

    /// <summary>Reads a secret from standard input and prints its hashed form.</summary>
    SecretHash = 8,

    /// <summary>Copies the SQLite database to a file.</summary>
    Backup = 9,

    /// <summary>Puts a backup in the place of the SQLite database, or records that PostgreSQL was restored.</summary>
    Restore = 10,

    /// <summary>Writes the SQLite database anew without its free pages.</summary>
    Compact = 11,
}
