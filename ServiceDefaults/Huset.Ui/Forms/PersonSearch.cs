namespace Huset.Ui.Forms;

/// <summary>A search for someone to choose, within a form; the page binds it beside its request.</summary>
public sealed class PersonSearch
{
    /// <summary>A part of the name, or of the name of the unit where the person works.</summary>
    public string? Words { get; set; }

    /// <summary>The words that have been searched for already.</summary>
    public string? Done { get; set; }

    /// <summary>The button that searches was used.</summary>
    public bool Find { get; set; }

    /// <summary>The words to search for; null when there are none.</summary>
    public string? Sought => Words?.Trim() is { Length: > 0 } words ? words : null;

    /// <summary>The form was sent to search, so that nothing is to be saved.</summary>
    public bool IsMeant => Find || (Sought is { } words && words != Done?.Trim());
}
