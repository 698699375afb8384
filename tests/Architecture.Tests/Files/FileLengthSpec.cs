namespace Coordinator.Architecture.Tests.Files;

public sealed class FileLengthSpec
{
    private const int MaxLines = 400;

    private static readonly ExceptionList Exceptions = new($"{Repository.ArchitectureTests}/Files/lengths.txt", "COORDINATOR_FILES");

    [Fact]
    public void File_has_at_most_400_lines()
    {
        var findings = Repository.CSharpFiles("src", "tests", "benchmarks", "samples")
            .Select(file => (File: file, Lines: Repository.Read(file).Count(character => character == '\n')))
            .Where(file => file.Lines > MaxLines)
            .Select(file => new Finding(file.File, MaxLines + 1, $"{file.Lines} lines; at most {MaxLines} are allowed."));

        Exceptions.Enforce([.. findings]);
    }
}
