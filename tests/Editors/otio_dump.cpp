// Prints the clips of an OpenTimelineIO file as the library reads them:
//   start TIMECODE FRAME RATE
//   KIND RECORD LENGTH SOURCE SOURCE_TIMECODE RECORD_TIMECODE URL     (frames; one line per clip)
#include <iomanip>
#include <iostream>
#include <opentimelineio/clip.h>
#include <opentimelineio/externalReference.h>
#include <opentimelineio/timeline.h>
#include <opentimelineio/track.h>

namespace otio = opentimelineio::OPENTIMELINEIO_VERSION;

static std::string code(opentime::RationalTime time, bool drop)
{
    return time.to_timecode(time.rate(), drop ? opentime::IsDropFrameRate::ForceYes : opentime::IsDropFrameRate::ForceNo);
}

int main(int argc, char** argv)
{
    bool drop = argc > 2 && std::string(argv[2]) == "drop";
    otio::ErrorStatus error;
    auto timeline = dynamic_cast<otio::Timeline*>(otio::Timeline::from_json_file(argv[1], &error));
    if (!timeline) { std::cerr << error.full_description << "\n"; return 1; }
    auto start = timeline->global_start_time().value();
    std::cout << std::setprecision(17) << "start " << code(start, drop) << " " << start.value() << " " << start.rate() << "\n";
    for (auto child : timeline->tracks()->children())
    {
        auto track = dynamic_cast<otio::Track*>(child.value);
        for (auto clip : track->find_clips())
        {
            auto record = clip->transformed_time_range(clip->trimmed_range(), timeline->tracks(), &error);
            auto source = clip->trimmed_range();
            auto available = clip->available_range(&error);
            if (otio::is_error(error) || !available.contains(source)) { std::cerr << "source outside of the media\n"; return 1; }
            std::cout << track->kind() << " " << record.start_time().value() << " " << record.duration().value() << " "
                << source.start_time().value() - available.start_time().value() << " " << code(source.start_time(), drop) << " "
                << code(record.start_time() + start, drop) << " "
                << dynamic_cast<otio::ExternalReference*>(clip->media_reference())->target_url() << "\n";
        }
    }
}
