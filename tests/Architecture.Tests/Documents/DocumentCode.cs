using System.Text.RegularExpressions;
using Coordinator.Architecture.Tests.Projects;
using Microsoft.CodeAnalysis;

namespace Coordinator.Architecture.Tests.Documents;

/// <summary>C# code of the documents.</summary>
internal static partial class DocumentCode
{
    // The SDK adds these to a project and to a program of one file.
    private const string Implicit =
        """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    public static string[] SnippetsOf(string document) =>
        [.. Code().Matches(Repository.Read(document)).Select(match => match.Groups["code"].Value)];

    public static bool IsDeclaration(string snippet) => DeclaredType().IsMatch(snippet);

    public static void AssertCompiles(string code)
    {
        var compilation = SourceCompilation.OfTexts(new Dictionary<string, string> { ["Implicit.cs"] = Implicit, ["Snippet.cs"] = code });
        Assert.Empty(compilation.GetDiagnostics().Where(found => found.Severity == DiagnosticSeverity.Error));
    }

    [GeneratedRegex(@"^```csharp\n(?<code>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Code();

    [GeneratedRegex(@"^public sealed (class|record) ", RegexOptions.Multiline)]
    private static partial Regex DeclaredType();
}
