namespace Coordinator.Architecture.Tests.Language;

/// <summary>Prose that stands in one piece, such as a summary or a list item.</summary>
/// <param name="Text">The words, with the line breaks of the file. A span of code is one word.</param>
/// <param name="Line">The line of the file on which the text starts.</param>
/// <param name="Part">The part of the file that it stands in.</param>
internal sealed record Paragraph(string Text, int Line, ProsePart Part);
