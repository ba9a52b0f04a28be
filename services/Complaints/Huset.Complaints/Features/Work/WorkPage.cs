using Huset.ServiceDefaults.Http;
using Huset.Ui;
using Huset.Ui.Forms;
using Microsoft.AspNetCore.Components;

namespace Huset.Complaints.Features.Work;

/// <summary>What the pages that do something with one complaint have in common: it is read, shown beside the form, and written in the version that the form was drawn with.</summary>
public abstract class WorkPage : ComponentBase
{
    /// <summary>The forms' name.</summary>
    protected const string Form = "synpunkt";

    /// <summary>The complaint, when there is one that the reader may do this with.</summary>
    protected ComplaintView? Complaint { get; private set; }

    protected FormErrors Errors { get; set; } = new();

    [Inject] private ReadComplaint.Handler Reader { get; set; } = default!;
    [Inject] protected NavigationManager Nav { get; set; } = default!;

    [Parameter] public Guid Id { get; set; }
    [SupplyParameterFromForm(FormName = Form)] public int Version { get; set; }
    [CascadingParameter] public HttpContext? Context { get; set; }

    /// <summary>The page's texts; `Title`, `Send` and the texts of its fields.</summary>
    protected abstract Texts T { get; }

    /// <summary>Who may do what the page does.</summary>
    protected virtual bool May(ComplaintView complaint) => complaint.MayHandle;

    /// <summary>What the page needs of the complaint before it is shown.</summary>
    protected virtual Task Prepare(ComplaintView? complaint) => Task.CompletedTask;

    protected sealed override async Task OnInitializedAsync()
    {
        var found = await Reader.Handle(Id, default);
        if (found is not null && !May(found)) found = null;
        // A post must find its form, whatever has become of the complaint.
        await Prepare(found);
        if (found is null && HttpMethods.IsGet(Context!.Request.Method)) Nav.NotFound();
        Complaint = found;
    }

    /// <summary>Checks the request, and does the work unless others have changed the complaint meanwhile; what is wrong is told on the page.</summary>
    /// <param name="request">What the form has sent.</param>
    /// <param name="work">The use case, which returns null when the complaint is gone.</param>
    /// <param name="done">What the complaint's page says was done.</param>
    protected async Task Send(object request, Func<Task<Complaint?>> work, string done)
    {
        if (!Check(request)) return;
        Complaint? written = null;
        if (!await Errors.Try(T, async () => written = await work())) return;
        if (written is null) Nav.NotFound();
        else Nav.NavigateTo(Next(done));
    }

    /// <summary>Where one comes afterwards.</summary>
    protected virtual string Next(string done) => $"{Id}?gjort={done}";

    /// <summary>True when the request is right and the complaint as it was when the form was drawn.</summary>
    protected bool Check(object request)
    {
        if (Complaint is null)
        {
            Nav.NotFound();
            return false;
        }
        Errors = FormErrors.Validate(request, T).WithUnreadable(request, Context, T);
        return !Errors.Any && !StaleComplaint.Is(Complaint, Version, Context);
    }

    protected void CheckVersion(int version)
    {
        if (version != Version) throw new StaleResource();
    }
}
