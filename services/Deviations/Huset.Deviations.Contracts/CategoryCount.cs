namespace Huset.Deviations.Contracts;

/// <summary>How many mild events of a category one collective report tells of.</summary>
/// <param name="Category">A code of the list categories.</param>
/// <param name="Number">How many.</param>
public sealed record CategoryCount(string Category, int Number);
