namespace Coordinator.Fuzz.Parsing;

/// <summary>Bytes at which a parser threw.</summary>
/// <param name="Seed">Seed of the run.</param>
/// <param name="Number">Number of the case.</param>
/// <param name="Parser">Name of the parser.</param>
/// <param name="Bytes">The bytes.</param>
/// <param name="Thrown">The exception.</param>
internal sealed record ParserFailure(int Seed, long Number, string Parser, byte[] Bytes, Exception Thrown)
{
    public override string ToString() => FormattableString.Invariant(
        $"seed {Seed}, case {Number}: parser {Parser} threw at {Convert.ToHexStringLower(Bytes)}{Environment.NewLine}{Thrown}");
}
