namespace Coordinator.Architecture.Tests.Files;

public sealed class FileNamesSpec
{
    private static readonly ExceptionList Exceptions = new($"{Repository.ArchitectureTests}/Files/names.txt", "COORDINATOR_FILES");

    [Fact]
    public void File_is_named_after_its_first_type()
    {
        var findings = Repository.CSharpFiles("src", "tests", "benchmarks", "samples")
            .AsParallel().AsOrdered()
            .Select(file => FileNames.Check(file, Repository.Read(file)))
            .OfType<Finding>();

        Exceptions.Enforce([.. findings]);
    }

    [Theory]
    [InlineData("Queue.cs", "namespace Sample; class Queue; record Entry;")]
    [InlineData("Queue.cs", "namespace Sample; class Queue<T>;")]
    [InlineData("Queue.cs", "namespace Sample { delegate void Queue(); }")]
    [InlineData("QueueMessages.cs", "namespace Sample; record Append; record Appended;")]
    [InlineData("Program.cs", "using System; Console.WriteLine(); class Options;")]
    [InlineData("InTurn.cs", "[assembly: System.CLSCompliant(true)]")]
    public void Name_is_accepted(string file, string text) => Assert.Null(FileNames.Check(file, text));

    [Theory]
    [InlineData("Queue.cs", "namespace Sample; class Log; class Queue;")]
    [InlineData("Queue.Reading.cs", "namespace Sample; partial class Queue;")]
    [InlineData("QueueMessages.cs", "namespace Sample; record Append;")]
    public void Name_is_refused(string file, string text) => Assert.NotNull(FileNames.Check(file, text));
}
