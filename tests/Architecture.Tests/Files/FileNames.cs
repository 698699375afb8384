using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Coordinator.Architecture.Tests.Files;

/// <summary>Checks that a file is named after the first type in it.</summary>
internal static partial class FileNames
{
    /// <summary>A program has no type, and neither has a file of attributes or usings. Messages of one protocol may share a file.</summary>
    public static Finding? Check(string path, string text)
    {
        var root = CSharpSyntaxTree.ParseText(text).GetCompilationUnitRoot();
        var types = TypesIn(root).ToList();
        if (types.Count == 0 || root.Members.Any(member => member is GlobalStatementSyntax))
            return null;

        var name = Path.GetFileNameWithoutExtension(path);
        var first = NameOf(types[0]);
        if (name == first.Text || (types.Count > 1 && ProtocolName().IsMatch(name)))
            return null;
        var line = SourceLine.Of(first.GetLocation());
        return new Finding(path, line, $"the first type is {first.Text}, so the file must be named {first.Text}.cs.");
    }

    private static IEnumerable<MemberDeclarationSyntax> TypesIn(CompilationUnitSyntax root) => root.Members
        .SelectMany(member => member is BaseNamespaceDeclarationSyntax space ? space.Members : [member])
        .Where(member => member is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax);

    private static SyntaxToken NameOf(MemberDeclarationSyntax type) =>
        type is DelegateDeclarationSyntax function ? function.Identifier : ((BaseTypeDeclarationSyntax)type).Identifier;

    [GeneratedRegex("(Messages|Events|Commands|Replies|Views)$")]
    private static partial Regex ProtocolName();
}
