namespace Huset.Ui.Forms;

/// <summary>One answer to choose: what is sent, what is read, and perhaps a line of help or, in a select, the group that it lies in.</summary>
public sealed record Choice(string Value, string Text, string? Hint = null, string? Group = null);
