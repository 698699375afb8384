namespace OrderPayment.Story;

/// <summary>The story cannot go on; the message is for the person who watches it.</summary>
internal sealed class StoryFailedException(string message, Exception? cause = null) : Exception(message, cause);
