namespace Huset.Ui.Forms;

/// <summary>A field that two people have written in: as the form holds it and as it is stored now, in the words that people read.</summary>
/// <param name="Label">The field's label.</param>
/// <param name="Mine">What the form holds.</param>
/// <param name="Theirs">What is stored.</param>
/// <param name="Name">The form part's `Name`, so that the label becomes a link to it; null when it has no part.</param>
public sealed record Difference(string Label, string? Mine, string? Theirs, string? Name = null);
