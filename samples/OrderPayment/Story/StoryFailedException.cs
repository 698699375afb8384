namespace OrderPayment.Story;

/// <summary>Failure that ends the sample. Its message is shown to the user.</summary>
internal sealed class StoryFailedException(string message, Exception? cause = null) : Exception(message, cause);
