using System.Globalization;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;
using Huset.Ui;
using Huset.Word;
using static Huset.Word.WordDocument;
using A = DocumentFormat.OpenXml.Drawing;
using C = DocumentFormat.OpenXml.Drawing.Charts;
using DW = DocumentFormat.OpenXml.Drawing.Wordprocessing;

namespace Huset.Analytics.Features.Reports;

/// <summary>The board's document for Word: its sections with figures, and the charts as Word's own. No small numbers.</summary>
public static class ReportDocx
{
    private const long Millimetre = 36_000;
    private static readonly Texts T = ReportDocument.T;
    private static readonly Texts InBody = ReportBody.T;
    private static readonly Texts InMonths = FigureMonths.T;

    public static byte[] Write(Report report, FrozenReport content, string? municipality)
    {
        var about = content.UnitName ?? Words.AllUnits;
        return WordDocument.Write(T["Title", report.Name, about], municipality, T["Page"], T["PageOf"], main => Content(main, report, content, about, municipality));
    }

    private static IEnumerable<OpenXmlElement> Content(MainDocumentPart main, Report report, FrozenReport content, string about, string? municipality)
    {
        yield return Paragraph("Title", report.Name);
        yield return Paragraph("Subtitle", string.IsNullOrEmpty(municipality) ? about : $"{about}, {municipality}");
        yield return Paragraph(null, content.IsOver ? ReportDocument.StateOf(report) : $"{ReportDocument.StateOf(report)} {T["NotOver"]}");
        yield return Paragraph(null, T["SmallNumbers", content.SmallNumber]);
        foreach (var section in content.Sections)
        {
            yield return Paragraph("Heading1", section.Heading);
            foreach (var line in Paragraphs(section.Text.Length > 0 ? section.Text : InBody["NoText"])) yield return line;
            if (section.Figures.Count > 0)
            {
                var caption = InBody["Figures", section.Heading];
                yield return Paragraph("Caption", caption);
                // Of a year the time before is the year before.
                yield return Table(
                    caption,
                    report.Length == PeriodLength.Year ? [InBody["Column.Name"], InBody["Column.Now.Year"], InBody["Column.Before.Year"]] : [InBody["Column.Name"], InBody[$"Column.Now.{report.Length}"], InBody[$"Column.Before.{report.Length}"], InBody["Column.YearBefore"]],
                    section.Figures.Select(figure => Cells(((string?[])
                    [
                        figure.Name, FigureWords.Of(figure, figure.Now, false), FigureWords.Of(figure, figure.Before, false), report.Length == PeriodLength.Year ? null : FigureWords.Of(figure, figure.YearBefore, false),
                    ]).OfType<string>())));
            }
            if (section.Goals is { Count: > 0 } goals)
            {
                var caption = InBody["Goals"];
                yield return Paragraph("Caption", caption);
                yield return Table(caption, [InBody["Column.Goal"], InBody["Column.Target"], InBody["Column.State"], InBody["Column.Outcome"]], goals.Select(goal => Cells(
                    goal.IsPromise ? InBody["Promise", goal.Words] : goal.Words, goal.Target, Goals.GoalWords.Of(goal.StateFor(false)), FigureWords.Of(goal, false))));
            }
            foreach (var figure in section.Figures.Where(figure => figure.Points.Count > 0))
            {
                if (figure.HidesPoints)
                {
                    if (figure.Now is not null) yield return Paragraph(null, InBody["NoChart", figure.Name, content.SmallNumber]);
                    continue;
                }
                yield return Paragraph("Heading2", figure.Name);
                yield return Paragraph(null, figure.Reading);
                if (figure.Points.Count >= ChartPoint.Least) yield return Chart(main, figure);
            }
        }
        var drawn = content.Sections.SelectMany(section => section.Figures).Where(figure => figure.Points.Count > 0 && !figure.HidesPoints).ToList();
        if (drawn.Count == 0) yield break;
        yield return Paragraph("Heading1", InBody["Appendix"]);
        foreach (var figure in drawn)
        {
            var caption = InMonths["Caption", figure.Name];
            yield return Paragraph("Caption", caption);
            var hasWhole = figure.Points.Any(point => point.Denominator is not null);
            yield return Table(
                caption,
                hasWhole ? [InMonths["Month"], InMonths["Numerator"], FigureWords.WholeName(figure), FigureWords.ValueName(figure)] : [InMonths["Month"], InMonths["Numerator"]],
                figure.Points.Select(point => hasWhole
                    ? Cells(figure.Period.Name(point.Month), Figure(point.Numerator), point.Denominator is { } whole ? Figure(whole) : "–", FigureWords.Value(figure, point.Value))
                    : Cells(figure.Period.Name(point.Month), Figure(point.Numerator))));
        }
    }

    // Word draws it itself: months on one axis; the values, the middle line and what limits there are.
    private static Paragraph Chart(MainDocumentPart main, ReportFigure figure)
    {
        var part = main.AddNewPart<ChartPart>();
        var scale = figure.Scale;
        var line = new C.LineChart(new C.Grouping { Val = C.GroupingValues.Standard }, new C.VaryColors { Val = false });
        line.Append(Series(0, FigureWords.ValueName(figure), "0B5A6F", A.PresetLineDashValues.Solid, true, point => point.Value));
        if (figure.Centre is { } centre) line.Append(Series(1, T["Centre"], "4C585C", A.PresetLineDashValues.Solid, false, _ => centre));
        if (figure.Points.Any(point => point.Upper is not null)) line.Append(Series(2, T["Upper"], "4C585C", A.PresetLineDashValues.Dash, false, point => point.Upper));
        if (figure.Points.Any(point => point.Lower is not null)) line.Append(Series(3, T["Lower"], "4C585C", A.PresetLineDashValues.Dash, false, point => point.Lower));
        line.Append(new C.ShowMarker { Val = true }, new C.AxisId { Val = 1 }, new C.AxisId { Val = 2 });
        part.ChartSpace = new C.ChartSpace(
            new C.EditingLanguage { Val = WordDocument.Language }, new C.RoundedCorners { Val = false },
            new C.Chart(
                new C.AutoTitleDeleted { Val = true },
                new C.PlotArea(
                    new C.Layout(), line,
                    new C.CategoryAxis(
                        new C.AxisId { Val = 1 }, new C.Scaling(new C.Orientation { Val = C.OrientationValues.MinMax }), new C.Delete { Val = false }, new C.AxisPosition { Val = C.AxisPositionValues.Bottom },
                        new C.MajorTickMark { Val = C.TickMarkValues.Outside }, new C.MinorTickMark { Val = C.TickMarkValues.None }, new C.TickLabelPosition { Val = C.TickLabelPositionValues.Low },
                        new C.CrossingAxis { Val = 2 }, new C.Crosses { Val = C.CrossesValues.AutoZero }),
                    new C.ValueAxis(
                        new C.AxisId { Val = 2 }, new C.Scaling(new C.Orientation { Val = C.OrientationValues.MinMax }, new C.MinAxisValue { Val = 0 }), new C.Delete { Val = false }, new C.AxisPosition { Val = C.AxisPositionValues.Left },
                        new C.NumberingFormat { FormatCode = "General", SourceLinked = false }, new C.MajorTickMark { Val = C.TickMarkValues.Outside }, new C.MinorTickMark { Val = C.TickMarkValues.None },
                        new C.TickLabelPosition { Val = C.TickLabelPositionValues.NextTo }, new C.CrossingAxis { Val = 1 }, new C.Crosses { Val = C.CrossesValues.AutoZero }, new C.CrossBetween { Val = C.CrossBetweenValues.Between })),
                new C.Legend(new C.LegendPosition { Val = C.LegendPositionValues.Bottom }, new C.Overlay { Val = false }),
                new C.PlotVisibleOnly { Val = true }, new C.DisplayBlanksAs { Val = C.DisplayBlanksAsValues.Gap }));
        var place = (uint)main.ChartParts.Count();
        return new Paragraph(new Run(new Drawing(new DW.Inline(
            new DW.Extent { Cx = 158 * Millimetre, Cy = 70 * Millimetre },
            new DW.EffectExtent { LeftEdge = 0, TopEdge = 0, RightEdge = 0, BottomEdge = 0 },
            new DW.DocProperties { Id = place, Name = T["Chart", place], Description = Clean($"{figure.Name}. {figure.Reading}") },
            new DW.NonVisualGraphicFrameDrawingProperties(),
            new A.Graphic(new A.GraphicData(new C.ChartReference { Id = main.GetIdOfPart(part) }) { Uri = "http://schemas.openxmlformats.org/drawingml/2006/chart" }))
        { DistanceFromTop = 0, DistanceFromBottom = 0, DistanceFromLeft = 0, DistanceFromRight = 0 })));

        C.LineChartSeries Series(uint place, string name, string colour, A.PresetLineDashValues dash, bool hasMarks, Func<FigurePoint, double?> value) => new(
            new C.Index { Val = place }, new C.Order { Val = place }, new C.SeriesText(new C.NumericValue(Clean(name))),
            new C.ChartShapeProperties(new A.Outline(new A.SolidFill(new A.RgbColorModelHex { Val = colour }), new A.PresetDash { Val = dash }) { Width = 19050 }),
            hasMarks ? new C.Marker(new C.Symbol { Val = C.MarkerStyleValues.Circle }, new C.Size { Val = 5 }) : new C.Marker(new C.Symbol { Val = C.MarkerStyleValues.None }),
            new C.CategoryAxisData(new C.StringLiteral([new C.PointCount { Val = (uint)figure.Points.Count }, .. figure.Points.Index().Select(point => new C.StringPoint(new C.NumericValue(figure.Period.Point(point.Item.Month, 0, ChartMark.Plain, null, null).Label)) { Index = (uint)point.Index })])),
            new C.Values(new C.NumberLiteral([
                new C.FormatCode("General"), new C.PointCount { Val = (uint)figure.Points.Count },
                .. figure.Points.Index().Where(point => value(point.Item) is not null).Select(point => new C.NumericPoint(new C.NumericValue((scale * value(point.Item)!.Value).ToString("0.####", CultureInfo.InvariantCulture))) { Index = (uint)point.Index })])),
            new C.Smooth { Val = false });
    }

    private static IEnumerable<TableCell> Cells(params IEnumerable<string> texts) => texts.Select(text => Cell(text));

    private static string Figure(decimal number) => number.ToString("#,0.#", Texts.Swedish);
}
