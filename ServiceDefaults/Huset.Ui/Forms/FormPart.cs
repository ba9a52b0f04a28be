using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;

namespace Huset.Ui.Forms;

/// <summary>
/// What every part of a form has: the property that it fills (`Name`), its label, hint and error. The page binds
/// `[SupplyParameterFromForm] Request`, so that `Request` is the prefix unless another is given; "" for a search form.
/// </summary>
public abstract class FormPart : ComponentBase
{
    [Parameter, EditorRequired] public string Name { get; set; } = "";
    [Parameter, EditorRequired] public string Label { get; set; } = "";
    [Parameter] public string? Hint { get; set; }
    [Parameter] public string? Value { get; set; }
    [Parameter] public string Prefix { get; set; } = "Request";

    [CascadingParameter] public FormErrors? Errors { get; set; }
    [CascadingParameter] public HttpContext? Context { get; set; }

    protected string Key => Prefix.Length == 0 ? Name : $"{Prefix}.{Name}";
    protected string Id => IdOf(Name);
    protected string? Error => Errors?[Name];

    // What was typed comes back as it was typed, also when it could not be read; a box left empty stays empty.
    protected string? Shown =>
        Prefix.Length > 0 && Context is { Request: { HasFormContentType: true } request } ? request.Form[Key].ToString() : Value;

    protected string? DescribedBy =>
        (Hint, Error) switch
        {
            (null, null) => null,
            (not null, null) => $"{Id}-hint",
            (null, not null) => $"{Id}-error",
            _ => $"{Id}-hint {Id}-error",
        };

    internal static string IdOf(string name) => name.Replace('.', '-').Replace('[', '-').Replace("]", "");
}
