namespace Coordinator.Architecture.Tests.Language;

/// <summary>The parts of a file that hold prose.</summary>
internal enum ProsePart
{
    /// <summary>The first paragraph of a summary.</summary>
    SummaryStart,

    /// <summary>The rest of a summary, or remarks.</summary>
    Summary,

    /// <summary>Any other element of a documentation comment, such as a parameter.</summary>
    Element,

    /// <summary>A comment in the code.</summary>
    Comment,

    /// <summary>A paragraph, heading or list item of Markdown.</summary>
    Markdown,
}
