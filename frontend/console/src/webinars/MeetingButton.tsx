import { lazy, type ReactElement, Suspense, useState } from "react";
import { Button } from "../../../common/ui/Button";
import { useText } from "../i18n";

// Its calendar is fetched when somebody plans.
const MeetingDialog = lazy(() => import("./MeetingDialog"));

export function MeetingButton(): ReactElement {
  const texts = useText().meetings;
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button look="primary" onPress={() => setOpen(true)}>
        {texts.plan}
      </Button>
      {isOpen && (
        <Suspense>
          <MeetingDialog onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
}
