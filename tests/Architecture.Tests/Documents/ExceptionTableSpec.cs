using System.Reflection;
using System.Text.RegularExpressions;

namespace Coordinator.Architecture.Tests.Documents;

/// <summary>Keeps the tables of exceptions in docs/participants.md true: each exception of the library is in one, and each row names one that exists.</summary>
public sealed partial class ExceptionTableSpec
{
    private static readonly string[] Libraries = ["Coordinator.Participants", "Coordinator.Participants.EntityFrameworkCore", "Coordinator.Contracts"];

    private static readonly IReadOnlyList<Type> Exceptions =
    [
        .. Libraries.SelectMany(name => Assembly.Load(name).GetExportedTypes()).Where(type => type.IsAssignableTo(typeof(Exception))),
    ];

    /// <summary>First cells of the rows of all tables, in which code is the name of an exception.</summary>
    private static readonly IReadOnlyList<string> Named =
    [
        .. Repository.Read("docs/participants.md").Split('\n').Where(line => line.StartsWith('|'))
            .SelectMany(line => ExceptionName().Matches(line.Split('|')[1]).Select(match => match.Groups["name"].Value)),
    ];

    [Fact]
    public void Every_exception_of_the_library_has_its_row()
    {
        Assert.InRange(Exceptions.Count, 10, int.MaxValue);
        Assert.Empty(Exceptions.Select(type => type.Name).Except(Named));
    }

    [Fact]
    public void Row_names_an_exception_that_exists()
    {
        var known = Exceptions.Select(type => type.Name).Concat(Framework().Select(type => type.Name)).ToHashSet();
        Assert.DoesNotContain(Named, name => !known.Contains(name));
    }

    /// <summary>An exception that nothing throws would be a row that lies.</summary>
    [Fact]
    public void Every_exception_of_the_library_is_made_somewhere()
    {
        var code = string.Join('\n', Repository.CSharpFiles("src").Select(Repository.Read));
        // Those of handlers are thrown by the code of services.
        Assert.DoesNotContain(
            Exceptions.Select(type => type.Name).Except(["RejectMessageException", "RetryLaterException"]),
            name => !code.Contains($"new {name}(", StringComparison.Ordinal));
    }

    private static IEnumerable<Type> Framework() =>
    [
        typeof(ArgumentException), typeof(ArgumentNullException), typeof(InvalidOperationException), typeof(OperationCanceledException),
        typeof(Microsoft.Extensions.Options.OptionsValidationException),
    ];

    [GeneratedRegex(@"`(?<name>\w+Exception)`")]
    private static partial Regex ExceptionName();
}
