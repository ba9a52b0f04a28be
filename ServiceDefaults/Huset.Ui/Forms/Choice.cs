namespace Huset.Ui.Forms;

/// <summary>One answer to choose: what is sent, what is read, and perhaps a line of help.</summary>
public sealed record Choice(string Value, string Text, string? Hint = null);
