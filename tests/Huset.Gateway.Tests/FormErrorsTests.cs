using System.ComponentModel.DataAnnotations;
using Huset.Ui;
using Huset.Ui.Forms;

namespace Huset.Gateway.Tests;

public sealed class FormErrorsTests
{
    // A page without texts of its own: the general sentences are seen.
    private static readonly Texts Page = Texts.Of<FormErrorsTests>();

    [Fact]
    public void Each_wrong_field_gets_one_Swedish_sentence()
    {
        var errors = FormErrors.Validate(new Request { Title = "abcdef", Age = 7 }, Page);
        Assert.Equal([("Unit", "Fyll i ”Unit”."), ("Title", "”Title” får ha högst 5 tecken."), ("Age", "”Age” ska vara mellan 18 och 67.")], errors.All);
    }

    [Fact]
    public void They_come_in_the_order_of_the_fields_whenever_they_were_added()
    {
        var errors = FormErrors.Validate(new Request { Unit = "norrangen", Title = "abcdef" }, Page);
        errors.Add("Unit", "Enheten är stängd.");
        errors.AddRule("unit.closed", Page);
        Assert.Equal(["", "Unit", "Title"], errors.All.Select(error => error.Field));
    }

    [Fact]
    public void Rules_that_need_several_fields_are_asked_when_each_field_is_right()
    {
        Assert.False(FormErrors.Validate(new Request { Unit = "u", Title = "t" }, Page).Any);
        var error = Assert.Single(FormErrors.Validate(new Request { Unit = "u", Title = "u" }, Page).All);
        Assert.Equal(("Title", "same"), error);
    }

    private sealed class Request : IValidatableObject
    {
        [Required] public string? Unit { get; set; }
        [Required, StringLength(5)] public string? Title { get; set; }
        [Range(18, 67)] public int Age { get; set; } = 20;

        public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
            Unit == Title ? [new("same", [nameof(Title)])] : [];
    }
}
