using System.ComponentModel.DataAnnotations;
using System.Reflection;
using Huset.ServiceDefaults;
using Microsoft.AspNetCore.Http;

namespace Huset.Ui.Forms;

/// <summary>
/// What is wrong with a form, as Swedish sentences by field, in the fields' order. Texts are looked up in the page's .resx as
/// "{Property}.{Attribute without suffix}" ("Description.Required"), else a general sentence with "{Property}.Label" in it.
/// </summary>
public sealed class FormErrors
{
    private readonly List<(string Field, string Sentence)> all = [];
    private string[] order = [];

    /// <summary>What the writer answers about identity numbers, `mask` or `keep`.</summary>
    public const string NumbersField = "Numbers";

    // A text that may be this long is the writer's own words; a shorter one is a name or a number.
    private const int FreeText = 500;

    /// <summary>Field and sentence; the field is empty when the whole form is meant, which comes first, and what is the page's own comes last.</summary>
    public IReadOnlyList<(string Field, string Sentence)> All => [.. all.OrderBy(error => error.Field.Length > 0).ThenBy(error => (uint)Array.IndexOf(order, error.Field))];

    /// <summary>Identity numbers in what was written, without their last digits, until its writer has said what to do with them; <see cref="PageForm"/> asks.</summary>
    public IReadOnlyList<string> Numbers { get; private set; } = [];

    /// <summary>The form is to be shown again.</summary>
    public bool Any => all.Count > 0 || Numbers.Count > 0;

    /// <summary>The sentence of a field, or null.</summary>
    public string? this[string field] => all.Find(error => error.Field == field).Sentence;

    public void Add(string field, string sentence)
    {
        if (field.Length == 0 || this[field] is null) all.Add((field, sentence));
    }

    /// <summary>A rule that said no: its code is the key of the page's text.</summary>
    public void AddRule(string code, Texts page) => Add("", page.Find(code) ?? Texts.General["Rule", code]);

    /// <summary>Checks the request by its data annotations; one sentence per field.</summary>
    public static FormErrors Validate(object request, Texts page)
    {
        var properties = request.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance);
        var errors = new FormErrors { order = [.. properties.Select(property => property.Name)] };
        foreach (var property in properties)
        {
            // A browser counts a line break as one character and sends two.
            if (property.CanWrite && property.GetValue(request) is string typed && typed.Contains("\r\n", StringComparison.Ordinal)) property.SetValue(request, typed.Replace("\r\n", "\n", StringComparison.Ordinal));
            var value = property.GetValue(request);
            var context = new ValidationContext(request) { MemberName = property.Name };
            var broken = property.GetCustomAttributes<ValidationAttribute>()
                .OrderBy(attribute => attribute is not RequiredAttribute)
                .FirstOrDefault(attribute => attribute.GetValidationResult(value, context) is not null);
            if (broken is not null) errors.Add(property.Name, Sentence(property.Name, broken, value, page));
        }
        if (errors.Any || request is not IValidatableObject whole) return errors;
        foreach (var result in whole.Validate(new ValidationContext(request)))
            errors.Add(result.MemberNames.FirstOrDefault() ?? "", page[result.ErrorMessage ?? ""]);
        return errors;
    }

    /// <summary>Replaces the sentences of fields that were filled in but could not be read, such as a date that is no date.</summary>
    public FormErrors WithUnreadable(object request, HttpContext? posted, Texts page, string prefix = "Request")
    {
        if (posted is not { Request: { HasFormContentType: true } form }) return this;
        foreach (var property in request.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            if (property.GetValue(request) is not null || string.IsNullOrWhiteSpace(form.Form[$"{prefix}.{property.Name}"])) continue;
            all.RemoveAll(known => known.Field == property.Name);
            Add(property.Name, page.Find($"{property.Name}.Invalid") ?? Texts.General["Invalid", Label(property.Name, page)]);
        }
        return this;
    }

    /// <summary>
    /// Points out identity numbers in the free text of the request and of its rows (<see cref="IdentityNumbers"/>), when nothing else is wrong with the form. One that looks like
    /// it may be something else, so they are never refused: the writer takes them away in one click, or keeps them.
    /// </summary>
    public FormErrors WithNumbers(object request, HttpContext? posted)
    {
        if (Any) return this;
        var texts = Parts(request).SelectMany(part => part.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property is { CanWrite: true } && property.PropertyType == typeof(string) && property.GetCustomAttribute<StringLengthAttribute>()?.MaximumLength >= FreeText)
            .Select(property => (Part: part, Property: property))).ToList();
        var answer = posted is { Request: { HasFormContentType: true } form } ? form.Form[NumbersField].ToString() : "";
        if (answer == "mask")
        {
            foreach (var (part, text) in texts) text.SetValue(part, IdentityNumbers.Without((string?)text.GetValue(part), Texts.General["Numbers.Masked"]));
        }
        else if (answer != "keep")
        {
            Numbers = [.. texts.SelectMany(text => IdentityNumbers.In((string?)text.Property.GetValue(text.Part)))];
        }
        return this;
    }

    // The request itself, and the rows of its lists.
    private static IEnumerable<object> Parts(object request) => request.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .Where(property => property.PropertyType.IsAssignableTo(typeof(IEnumerable<object>))).SelectMany(property => (IEnumerable<object?>?)property.GetValue(request) ?? []).OfType<object>().Prepend(request);

    private static string Sentence(string field, ValidationAttribute broken, object? value, Texts page)
    {
        var name = broken.GetType().Name.Replace("Attribute", "");
        if (page.Find($"{field}.{name}") is { } own) return own;
        var label = Label(field, page);
        return broken switch
        {
            StringLengthAttribute { MinimumLength: var minimum } length when (value as string)?.Length < minimum =>
                Texts.General["StringLength.Minimum", label, length.MaximumLength, minimum],
            StringLengthAttribute length => Texts.General[name, label, length.MaximumLength],
            MaxLengthAttribute length => Texts.General[name, label, length.Length],
            MinLengthAttribute length => Texts.General[name, label, length.Length],
            RangeAttribute range => Texts.General[name, label, range.Minimum, range.Maximum],
            _ => Texts.General.Find(name) is { } general ? string.Format(Texts.Swedish, general, label) : Texts.General["Invalid", label],
        };
    }

    private static string Label(string field, Texts page) => page.Find($"{field}.Label") ?? field;
}
