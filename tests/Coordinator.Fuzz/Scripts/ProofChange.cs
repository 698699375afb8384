namespace Coordinator.Fuzz.Scripts;

/// <summary>Change of a proof that would be right.</summary>
internal enum ProofChange
{
    None = 1,

    /// <summary>One bit differs.</summary>
    Flipped = 2,

    /// <summary>The last byte is missing.</summary>
    Shortened = 3,

    /// <summary>It is followed by more bytes.</summary>
    Lengthened = 4,

    /// <summary>It is empty.</summary>
    Empty = 5,

    /// <summary>It names another attempt.</summary>
    OtherAttempt = 6,

    /// <summary>It is sent twice.</summary>
    Twice = 7,
}
